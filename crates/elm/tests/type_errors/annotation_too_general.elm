module Main exposing (..)


f : a -> a
f x = x + 1
