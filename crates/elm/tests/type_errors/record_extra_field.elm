module Main exposing (..)


f : { a : Int }
f = { a = 1, b = 2 }
