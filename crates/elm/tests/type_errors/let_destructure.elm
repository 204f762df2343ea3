module Main exposing (..)


f =
    let
        ( a, b ) = 1
    in
    a
