module Main exposing (..)


x (a as) = 1
