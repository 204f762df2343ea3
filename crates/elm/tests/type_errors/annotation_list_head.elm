module Main exposing (..)


f : List Int -> Int
f xs = List.head xs
