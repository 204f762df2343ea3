module Main exposing (..)


x =
    let
        ( a, b ) : Int
    in
    a
