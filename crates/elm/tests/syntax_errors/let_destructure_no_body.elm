module Main exposing (..)


x =
    let
        ( a, b ) =
    in
    a
