module Main exposing (..)

f y =
    case y of
        Just ( x, [ x ] ) -> x
        _ -> 1
