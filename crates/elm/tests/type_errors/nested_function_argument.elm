module Main exposing (..)


f : (Int -> String) -> String
f g = g "a"
