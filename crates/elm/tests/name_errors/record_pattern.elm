module Main exposing (..)

type alias P = { x : Int }

f p =
    case p of
        P x -> x
