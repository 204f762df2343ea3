module Main exposing (..)


f : { g : Int -> String } -> Int
f r = r.g 1
