module Main exposing (..)

f r =
    let
        g x = 1
        g y = 2
    in
    g
