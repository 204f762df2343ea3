module Main exposing (..)


type T a = T a
f : T Int -> T String
f x = x
