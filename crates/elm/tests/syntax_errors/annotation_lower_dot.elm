module Main exposing (..)


x : a.b
x = 1
