module Main exposing (..)


x =
    let
        Just a = 1
    in
    a
