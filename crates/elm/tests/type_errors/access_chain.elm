module Main exposing (..)


f : { a : { b : Int } } -> Int
f r = r.a.c
