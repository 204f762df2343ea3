module Main exposing (..)


f =
    let
        a = 1
        b = a ++ "x"
        c = b + 1
    in
    [ a, b, c ]
