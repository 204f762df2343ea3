module Main exposing (..)

type alias P = Int

x : P Int
x = 1
