module Main exposing (..)

f =
    let
        (( a, b ) as c) = ( 1, c )
    in
    a
