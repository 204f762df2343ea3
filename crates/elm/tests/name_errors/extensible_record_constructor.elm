module Main exposing (..)

type alias P r = { r | x : Int }

f = P
