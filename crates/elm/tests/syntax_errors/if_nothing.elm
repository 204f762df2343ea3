module Main exposing (..)


x = if

y = 1
