module Main exposing (..)


f : Int -> Int
f = \x y -> x
