module Main exposing (..)

type alias P = { x : Int }

type alias Q = P

f = Q 1
