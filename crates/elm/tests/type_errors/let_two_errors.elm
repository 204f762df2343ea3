module Main exposing (..)


f =
    let
        a = 1 + "x"
        b = "y" + 1
    in
    a
