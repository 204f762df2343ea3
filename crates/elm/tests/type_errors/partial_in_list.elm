module Main exposing (..)


f : List Int
f = List.map (+) [ 1, 2 ]
