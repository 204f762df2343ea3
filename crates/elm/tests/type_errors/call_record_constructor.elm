module Main exposing (..)


type alias P = { x : Int, y : String }
f = P "a" 1
