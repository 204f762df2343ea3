module Main exposing (..)


x =
    let
        a : Int
    in
    a
