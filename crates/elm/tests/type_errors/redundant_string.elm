module Main exposing (..)


f x =
    case x of
        "a" -> 1
        "b" -> 2
        "a" -> 3
        _ -> 4
