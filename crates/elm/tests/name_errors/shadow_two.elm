module Main exposing (..)

x = 1

y = 2

f x y = x + y
