module Main exposing (x y)

x = 1
