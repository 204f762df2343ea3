module Main exposing (..)


f : Float -> Int
f x = x // 2
