module Main exposing (..)


f : Int -> String
f n = String.fromFloat n
