module Main exposing (..)

f =
    let
        g : Int -> Int
        g x y z = x
    in
    g
