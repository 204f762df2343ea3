module Main exposing (..)


f : Int -> String
f n = n
