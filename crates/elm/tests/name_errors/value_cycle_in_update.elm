module Main exposing (..)

x = { y | a = 1 }

y = x
