module Main exposing (..)

f =
    let
        g g = 1
    in
    g
