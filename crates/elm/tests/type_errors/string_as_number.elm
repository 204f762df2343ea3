module Main exposing (..)


f : String -> Int
f s = s
