module Main exposing (..)


x = [ 1,

y = 1
