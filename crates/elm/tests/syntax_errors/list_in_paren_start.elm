module Main exposing (..)


x = [ ( ) ]
