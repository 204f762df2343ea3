module Main exposing (..)


f : Int -> Float -> Float
f x y = x + y
