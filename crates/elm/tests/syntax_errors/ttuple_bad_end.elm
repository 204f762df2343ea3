module Main exposing (..)


x : ( Int ]
x = 1
