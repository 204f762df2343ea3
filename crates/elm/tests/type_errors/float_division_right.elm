module Main exposing (..)


f : Int -> Float
f n = 2 / n
