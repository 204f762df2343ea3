module Main exposing (..)


type alias W a = { value : a }
f : W Int -> W String
f w = { w | value = "x" }
