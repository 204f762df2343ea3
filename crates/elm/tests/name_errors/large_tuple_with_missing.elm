module Main exposing (..)

x = ( a, b, c, d )
