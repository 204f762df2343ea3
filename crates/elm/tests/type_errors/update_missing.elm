module Main exposing (..)


f : { a : Int } -> { a : Int }
f r = { r | b = 1 }
