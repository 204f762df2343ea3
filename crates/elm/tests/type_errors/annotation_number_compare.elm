module Main exposing (..)


f : a -> a -> Bool
f x y = x < y
