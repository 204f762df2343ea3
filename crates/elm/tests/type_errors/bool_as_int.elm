module Main exposing (..)


f : Bool -> Int
f b = b
