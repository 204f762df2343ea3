module Main exposing (..)


f : { r | a : Int } -> { s | a : Int }
f r = r
