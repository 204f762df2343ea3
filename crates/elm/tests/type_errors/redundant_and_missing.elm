module Main exposing (..)


f x =
    case x of
        Just 1 -> 1
        Just 1 -> 2
        _ -> 3
g x =
    case x of
        Just 1 -> 1
