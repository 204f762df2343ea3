module Main exposing (..)


x : Int
type T = A
