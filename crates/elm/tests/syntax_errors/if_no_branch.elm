module Main exposing (..)


x = if a then

y = 1
