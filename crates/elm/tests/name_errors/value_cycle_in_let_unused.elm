module Main exposing (..)

x =
    let
        y = x
    in
    1
