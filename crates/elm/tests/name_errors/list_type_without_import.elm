module Main exposing (..)

x : List Int
x = []
