module Main exposing (..)

type alias P a = List a

f : P -> Int
f x = 1
