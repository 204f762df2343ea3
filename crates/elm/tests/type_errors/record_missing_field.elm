module Main exposing (..)


f : { a : Int, b : String }
f = { a = 1 }
