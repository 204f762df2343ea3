module Main exposing (..)


f : Int -> Int
f x = g (x + 1)
g y = f "a" + y
