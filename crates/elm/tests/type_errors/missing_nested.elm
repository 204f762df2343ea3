module Main exposing (..)


type T = A (Maybe T) | B | C Int
f x =
    case x of
        A (Just (A _)) -> 1
        A Nothing -> 2
        B -> 3
