module Main exposing (..)


x (a,

y = 1
