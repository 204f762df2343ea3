module Main exposing (..)


x = f (if a then b else c

y = 1
