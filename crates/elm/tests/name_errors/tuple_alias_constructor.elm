module Main exposing (..)

type alias P = ( Int, Int )

f = P 1 2
