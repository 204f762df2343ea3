module Main exposing (..)


x = y
    where y = 1
