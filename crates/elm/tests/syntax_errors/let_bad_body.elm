module Main exposing (..)


x = let a = 1 in )
