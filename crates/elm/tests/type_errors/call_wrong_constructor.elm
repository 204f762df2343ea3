module Main exposing (..)


type T = A Int String
f = A 1 2
