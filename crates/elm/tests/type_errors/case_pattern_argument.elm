module Main exposing (..)


f x =
    case x of
        Just 1 -> 1
        Just "a" -> 2
        _ -> 3
