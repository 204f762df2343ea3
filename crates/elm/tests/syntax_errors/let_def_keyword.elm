module Main exposing (..)


x =
    let
        a of = 1
    in
    a
