module Main exposing (..)


f : a -> a
f x =
    let
        g : a -> a
        g y = 1
    in
    g x
