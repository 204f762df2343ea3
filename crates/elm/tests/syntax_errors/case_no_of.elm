module Main exposing (..)


x = case a

y = 1
