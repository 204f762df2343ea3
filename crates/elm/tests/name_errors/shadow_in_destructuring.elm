module Main exposing (..)

x =
    let
        ( x, y ) = ( 1, 2 )
    in
    y
