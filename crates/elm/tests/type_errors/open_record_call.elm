module Main exposing (..)


f : { r | a : Int } -> Int
f r = r.a
g = f { b = 1 }
