module Main exposing (..)


f : { g : Int -> String } -> String
f r = r.g 1 2
