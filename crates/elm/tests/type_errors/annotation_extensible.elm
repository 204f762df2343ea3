module Main exposing (..)


f : { r | a : Int } -> { r | a : Int }
f r = { a = r.a }
