module Main exposing (..)


type alias F = Int -> Int -> Int
f : F
f x = \y -> "a"
