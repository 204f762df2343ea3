module Main exposing (type)

x = 1
