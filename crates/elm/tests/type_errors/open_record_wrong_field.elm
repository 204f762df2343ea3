module Main exposing (..)


f : { r | a : Int, b : String } -> Int
f r = r.a
g = f { a = "x", b = 1, c = 2 }
