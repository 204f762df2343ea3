module Main exposing (..)


f xs =
    let
        (x :: rest) = xs
    in
    x
