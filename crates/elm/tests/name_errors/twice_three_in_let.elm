module Main exposing (..)

f =
    let
        x = 1
        x = 2
        x = 3
    in
    x
