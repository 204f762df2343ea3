module Main exposing (..)


x = let a = 1; b = 2 in a
