module Main exposing (..)

x : { a : Int, a : Int } -> Int
x r = 1
