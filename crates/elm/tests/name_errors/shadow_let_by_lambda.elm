module Main exposing (..)

f =
    let
        x = 1
    in
    \x -> x
