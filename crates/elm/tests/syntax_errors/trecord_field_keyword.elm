module Main exposing (..)


x : { a : Int, type : Int }
x = 1
