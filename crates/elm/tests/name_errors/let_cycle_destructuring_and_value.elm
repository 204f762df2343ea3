module Main exposing (..)

f =
    let
        ( x, y ) = ( z, 1 )
        z = y
    in
    x
