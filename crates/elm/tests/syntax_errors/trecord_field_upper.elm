module Main exposing (..)


x : { a : Int, B : Int }
x = 1
