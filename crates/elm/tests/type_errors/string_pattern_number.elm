module Main exposing (..)


f : Int -> Int
f x =
    case x of
        "a" -> 1
        _ -> 2
