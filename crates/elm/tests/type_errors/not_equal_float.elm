module Main exposing (..)


f : Float -> Int -> Bool
f x y = x /= y
