module Main exposing (..)


f x =
    case x of
        1 -> 1
        1 -> 2
        _ -> 3
