module Main exposing (..)


f =
    let
        { a } = ( 1, 2 )
    in
    a
