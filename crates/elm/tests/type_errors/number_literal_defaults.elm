module Main exposing (..)


f : Int -> Float -> ( Int, Float )
f a b =
    let
        n = 1
    in
    ( a + n, b + n + a )
