module Main exposing (..)


f : Int -> Int
f x = f "a"
