module Main exposing (..)


f : Int
f = Debug.log 1 2
