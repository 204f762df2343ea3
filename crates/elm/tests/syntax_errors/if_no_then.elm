module Main exposing (..)


x = if a

y = 1
