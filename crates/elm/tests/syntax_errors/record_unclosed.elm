module Main exposing (..)


x = { a = 1

y = 1
