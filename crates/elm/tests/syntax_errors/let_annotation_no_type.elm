module Main exposing (..)


x =
    let
        a :
        a = 1
    in
    a
