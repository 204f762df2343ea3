module Main exposing (..)

f =
    let
        x = g 1
        g n = x
    in
    x
