module Main exposing (..)


f x = g (x + 1)
g y = f "a" ++ y
