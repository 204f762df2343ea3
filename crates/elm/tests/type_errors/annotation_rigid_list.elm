module Main exposing (..)


f : List a -> a
f xs = List.sum xs
