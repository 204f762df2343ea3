module Main exposing (..)


x =
    let
        type = 1
    in
    1
