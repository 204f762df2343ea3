module Main exposing (..)


f ( a, b ) = a + b
g = f ( 1, "a" )
