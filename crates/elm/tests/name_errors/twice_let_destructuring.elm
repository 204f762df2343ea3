module Main exposing (..)

f =
    let
        ( x, y ) = ( 1, 2 )
        y = 2
    in
    x
