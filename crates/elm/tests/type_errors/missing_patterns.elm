module Main exposing (..)


f x =
    case x of
        Just 1 -> 1
        Nothing -> 2
