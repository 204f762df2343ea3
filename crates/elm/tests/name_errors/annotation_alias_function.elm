module Main exposing (..)

type alias F a = a -> Int

f : F Int
f x = x
