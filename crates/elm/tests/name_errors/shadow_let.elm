module Main exposing (..)

f x =
    let
        x = 1
    in
    x
