module Main exposing (..)

x : List.Lst
x = 1
