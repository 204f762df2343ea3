module Main exposing (..)

x = ( 1, 2, ( 3, 4, 5, 6 ) )
