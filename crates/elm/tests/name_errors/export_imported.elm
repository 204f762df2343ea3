module Main exposing (x, max)

x = 1
