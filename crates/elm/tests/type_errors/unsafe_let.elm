module Main exposing (..)


f x =
    let
        (Just y) = x
    in
    y
