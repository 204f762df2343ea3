module Main exposing (..)

x =
    case 1 of
        1 -> y
        _ -> 2

y = x
