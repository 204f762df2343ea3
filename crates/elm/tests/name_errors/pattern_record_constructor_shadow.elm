module Main exposing (..)

type alias Just = { x : Int }

f x =
    case x of
        Just y -> y
