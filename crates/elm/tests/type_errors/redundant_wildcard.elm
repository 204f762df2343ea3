module Main exposing (..)


f x =
    case x of
        True -> 1
        False -> 2
        _ -> 3
