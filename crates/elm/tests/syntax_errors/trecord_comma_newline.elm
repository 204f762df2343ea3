module Main exposing (..)


x : { a : Int,

y = 1
