module Main exposing (..)


x =
    let
        a : Int
        b = 1
    in
    a
