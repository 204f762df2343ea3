module Main exposing (..)


x = if a then b

y = 1
