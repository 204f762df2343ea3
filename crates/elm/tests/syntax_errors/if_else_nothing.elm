module Main exposing (..)


x = if a then b else

y = 1
