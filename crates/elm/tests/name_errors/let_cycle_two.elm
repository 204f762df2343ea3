module Main exposing (..)

f =
    let
        a = b
        b = a
        c = d
        d = c
    in
    a
