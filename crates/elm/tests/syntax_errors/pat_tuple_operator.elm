module Main exposing (..)


x (a + b) = 1
