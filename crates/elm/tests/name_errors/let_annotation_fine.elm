module Main exposing (..)

f : a -> a
f x =
    let
        g : a -> a
        g y = y
    in
    g x
