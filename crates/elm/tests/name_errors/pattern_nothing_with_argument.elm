module Main exposing (..)

f x =
    case x of
        Just a -> 1
        (Nothing b) -> 2
