module Main exposing (x, z)

x = 1
