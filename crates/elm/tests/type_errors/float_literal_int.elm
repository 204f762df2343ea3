module Main exposing (..)


f : Int
f = 1.5
