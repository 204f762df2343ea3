module Main exposing (..)


f x = ( x ++ x, x + 1 )
