module Main exposing (..)

f =
    let
        x = \_ -> x 1
    in
    x
