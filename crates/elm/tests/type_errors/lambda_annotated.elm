module Main exposing (..)


f : Int -> Int
f = \x -> "a"
