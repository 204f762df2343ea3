module Main exposing (..)

x : Int
x = y

y : Int
y = x
