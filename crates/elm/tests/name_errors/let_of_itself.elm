module Main exposing (..)

f =
    let
        x = x + 1
    in
    x
