module Main exposing (..)


x =
    let
        + = 1
    in
    1
