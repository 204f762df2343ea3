module Main exposing (..)


f : ( Int, Int, Int )
f = ( 1, 2 )
