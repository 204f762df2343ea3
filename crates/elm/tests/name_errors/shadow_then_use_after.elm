module Main exposing (..)

f x =
    let
        g y = (\x -> y) 1
    in
    h x
