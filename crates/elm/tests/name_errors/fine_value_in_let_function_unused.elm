module Main exposing (..)

x =
    let
        y _ = x
    in
    1
