module Main exposing (..)

type alias P = { x : Int, y : Int }

f = P

g = P 1
