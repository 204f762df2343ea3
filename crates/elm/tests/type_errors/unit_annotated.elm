module Main exposing (..)


f : () -> Int
f x = x
