module Main exposing (..)

f =
    let
        g n = h + n
        h = g 1
        k = 2
    in
    k
