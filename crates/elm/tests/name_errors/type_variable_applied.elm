module Main exposing (..)

x : List Int Int -> String String
x = x
