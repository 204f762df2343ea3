module Main exposing (..)

f : Int -> a
f x y = x
