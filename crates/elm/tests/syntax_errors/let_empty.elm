module Main exposing (..)


x = let in 1
