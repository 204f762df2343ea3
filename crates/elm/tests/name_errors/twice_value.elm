module Main exposing (..)

x = 1

y = 2

x = 3
