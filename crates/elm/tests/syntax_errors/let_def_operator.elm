module Main exposing (..)


x =
    let
        a + b = 1
    in
    a
