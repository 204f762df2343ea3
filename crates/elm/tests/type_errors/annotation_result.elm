module Main exposing (..)


f : String -> Int
f s = String.toInt s
