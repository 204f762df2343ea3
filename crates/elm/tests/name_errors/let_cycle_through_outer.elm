module Main exposing (..)

f a =
    let
        x = let y = x in y
    in
    x
