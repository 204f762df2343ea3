module Main exposing (..)


f : { a : Int } -> String
f r = r.a
