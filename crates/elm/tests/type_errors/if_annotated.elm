module Main exposing (..)


f : Bool -> Int
f x = if x then "a" else "b"
