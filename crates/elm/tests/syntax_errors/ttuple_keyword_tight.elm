module Main exposing (..)


x : (of)
x = 1
