module Main exposing (..)


type alias F a = a -> a
f : F Int
f x = "a"
