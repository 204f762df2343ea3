module Main exposing (..)


f =
    let
        ( id, n ) = ( \x -> x, 1 )
    in
    ( id 1, id "a", n ++ "x" )
