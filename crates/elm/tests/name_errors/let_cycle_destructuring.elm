module Main exposing (..)

f =
    let
        ( x, y ) = ( y, x )
    in
    x
