module Main exposing (x)

type alias R = { x : Int }

y = 1
