module Main exposing (..)

f x =
    case x of
        Just a b -> 1
        Nothing -> 2
