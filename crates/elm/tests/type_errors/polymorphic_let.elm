module Main exposing (..)


f =
    let
        pair x = ( x, x )
    in
    ( pair 1, pair "a", pair 'c' + 1 )
