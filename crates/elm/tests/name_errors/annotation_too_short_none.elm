module Main exposing (..)

f : Int
f x y = x
