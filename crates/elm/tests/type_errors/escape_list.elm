module Main exposing (..)


f xs =
    let
        g : List a -> List a
        g y = y ++ xs
    in
    g
