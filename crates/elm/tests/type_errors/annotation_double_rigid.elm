module Main exposing (..)


f : a -> b
f x = x
