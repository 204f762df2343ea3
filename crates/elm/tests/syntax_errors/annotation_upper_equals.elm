module Main exposing (..)


x : Int
X = 1
