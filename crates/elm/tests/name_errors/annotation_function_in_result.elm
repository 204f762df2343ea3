module Main exposing (..)

f : Int -> (Int -> Int)
f x y = x + y
