module Main exposing (x, x, x)

x = 1
