module Main exposing (..)


f : { name : String, age : Int }
f = { nmae = "x", age = 2 }
