module Main exposing (..)

type List = L

x : List
x = L
