module Main exposing (..)


f =
    let
        g x = [ g x, x ]
    in
    g
