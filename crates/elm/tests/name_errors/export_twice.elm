module Main exposing (x, y, x)

x = 1

y = 2
