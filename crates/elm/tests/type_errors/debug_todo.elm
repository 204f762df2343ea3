module Main exposing (..)


f : Int
f = Debug.todo 1
