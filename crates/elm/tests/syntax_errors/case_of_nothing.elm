module Main exposing (..)


x = case a of

y = 1
