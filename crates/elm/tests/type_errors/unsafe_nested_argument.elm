module Main exposing (..)


f ( a, Just b ) = a + b
