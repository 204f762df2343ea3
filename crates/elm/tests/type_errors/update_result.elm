module Main exposing (..)


f : { a : Int } -> Int
f r = { r | a = 1 }
