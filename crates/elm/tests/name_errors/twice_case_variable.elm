module Main exposing (..)

f y =
    case y of
        ( x, x ) -> x
