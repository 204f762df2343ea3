module Main exposing (..)


f g = ( g 1, g "a" )
