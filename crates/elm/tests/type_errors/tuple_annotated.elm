module Main exposing (..)


f : ( Int, String )
f = ( "a", 1 )
