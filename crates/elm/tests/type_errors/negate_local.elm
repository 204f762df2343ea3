module Main exposing (..)


f : String -> Int
f x = -x
