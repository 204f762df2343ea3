module Main exposing (..)


x : { type : Int }
x = 1
