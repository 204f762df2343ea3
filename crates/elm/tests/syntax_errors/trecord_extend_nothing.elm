module Main exposing (..)


x : { a | }
x = 1
