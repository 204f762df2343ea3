module Main exposing (..)


x : Int, Int
x = 1
