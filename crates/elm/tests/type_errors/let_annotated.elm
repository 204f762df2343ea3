module Main exposing (..)


f =
    let
        g : Int
        g = "a"
    in
    g
