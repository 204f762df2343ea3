module Main exposing (..)


f : { a : Int, b : Int } -> { a : Int, b : Int }
f r = { r | b = "y", a = "x", c = 1 }
