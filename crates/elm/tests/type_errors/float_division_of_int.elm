module Main exposing (..)


f : Int -> Float
f n = n / 2
