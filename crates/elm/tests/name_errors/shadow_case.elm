module Main exposing (..)

f x =
    case x of
        Just x -> x
        Nothing -> 0
