module Main exposing (..)


type alias Model = { a : Int, b : Int, c : Int, d : Int, e : String }
f : Model
f = { a = 1, b = 2, c = 3, d = 4, e = 5 }
