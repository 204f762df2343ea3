module Main exposing (..)


x : 1
x = 1
