module Main exposing (..)


f { a, b } = a + b
g = f { a = 1 }
