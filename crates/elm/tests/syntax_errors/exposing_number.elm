module Main exposing (1)

x = 1
