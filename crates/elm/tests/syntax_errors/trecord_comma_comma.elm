module Main exposing (..)


x : { a : Int,, b : Int }
x = 1
