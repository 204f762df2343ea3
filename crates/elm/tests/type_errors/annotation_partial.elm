module Main exposing (..)


f : Int -> Int
f x = max x
