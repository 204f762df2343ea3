module Main exposing (..)


f : { a : Int } -> { a : Int }
f r = { r | a = "x" }
