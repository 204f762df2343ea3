module Main exposing (..)


f : { a : Int } -> String
f = .a
