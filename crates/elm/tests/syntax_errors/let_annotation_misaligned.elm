module Main exposing (..)


x =
    let
        a : Int
         a = 1
    in
    a
