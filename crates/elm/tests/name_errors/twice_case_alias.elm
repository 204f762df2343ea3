module Main exposing (..)

f y =
    case y of
        ( x, _ ) as x -> x
