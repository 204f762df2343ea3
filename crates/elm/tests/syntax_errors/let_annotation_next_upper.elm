module Main exposing (..)


x =
    let
        a : Int
        A = 1
    in
    a
