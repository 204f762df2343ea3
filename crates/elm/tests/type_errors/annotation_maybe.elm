module Main exposing (..)


f : Maybe Int -> Int
f x = x
