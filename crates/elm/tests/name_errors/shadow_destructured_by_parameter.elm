module Main exposing (..)

f =
    let
        ( a, b ) = ( 1, 2 )
        g a = a
    in
    g b
