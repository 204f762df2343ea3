module Main exposing (..)

f a =
    let
        _ = x
        x = 1
    in
    x
