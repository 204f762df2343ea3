module Main exposing (..)


f x =
    case x of
        _ -> 1
        Just y -> 2
