module Main exposing (..)


f =
    case f2 of
        1 -> 1
        _ -> 2
f2 x = x + 1
