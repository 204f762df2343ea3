module Main exposing (..)


f x = ( x < "a", x + 1 )
