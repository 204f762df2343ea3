module Main exposing (..)


x = case

y = 1
