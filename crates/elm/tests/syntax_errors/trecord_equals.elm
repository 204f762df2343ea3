module Main exposing (..)


x : { a = Int }
x = 1
