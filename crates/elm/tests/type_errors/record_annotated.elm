module Main exposing (..)


f : { a : Int, b : String }
f = { a = "x", b = 1 }
