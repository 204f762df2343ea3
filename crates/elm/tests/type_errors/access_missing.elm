module Main exposing (..)


f : { a : Int } -> Int
f r = r.b
