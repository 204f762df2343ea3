module Main exposing (..)

f x =
    case x of
        { x } -> x
