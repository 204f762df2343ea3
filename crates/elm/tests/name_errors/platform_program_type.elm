module Main exposing (..)

x : Program () Int Int -> Int
x p = 1
