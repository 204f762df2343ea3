module Main exposing (..)


x =
    let
        a =
    in
    a
