module Main exposing (..)


f : a -> List a -> List a
f x xs =
    let
        g : a -> List a
        g y = y :: xs
    in
    g 1
