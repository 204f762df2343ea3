module Main exposing (..)


g : Int -> String -> Char -> Bool -> Int
g a b c d = a
f = g "a" 1 "c" 2
