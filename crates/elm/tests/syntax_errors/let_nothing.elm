module Main exposing (..)


x = let

y = 1
