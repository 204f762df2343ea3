module Main exposing (..)


f =
    let
        g x = x + 1
    in
    g "a"
