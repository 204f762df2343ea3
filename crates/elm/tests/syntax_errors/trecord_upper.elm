module Main exposing (..)


x : { X : Int }
x = 1
