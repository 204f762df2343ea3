module Main exposing (..)

type alias F = Int -> Int

f : Int -> F
f x y z = x
