module Main exposing (..)

f =
    let
        x = y
        y = z
        z = x
    in
    x
