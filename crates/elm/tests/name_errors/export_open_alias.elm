module Main exposing (A(..), x)

type alias A = { x : Int }

x = 1
