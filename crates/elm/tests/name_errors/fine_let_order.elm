module Main exposing (..)

f a =
    let
        x = y + 1
        y = z + 1
        z = a
    in
    x
