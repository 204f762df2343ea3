module Main exposing (..)


f : Int -> Int
f "a" = 1
