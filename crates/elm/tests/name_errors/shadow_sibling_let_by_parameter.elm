module Main exposing (..)

f =
    let
        g y = y
        y = 1
    in
    g y
