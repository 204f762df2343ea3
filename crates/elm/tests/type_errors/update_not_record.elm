module Main exposing (..)


f : Int -> Int
f r = { r | a = 1 }
