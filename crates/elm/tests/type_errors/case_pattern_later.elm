module Main exposing (..)


f x =
    case x of
        1 -> 1
        "a" -> 2
        _ -> 2
