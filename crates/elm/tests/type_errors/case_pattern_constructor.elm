module Main exposing (..)


f : Maybe Int -> Int
f x =
    case x of
        Ok y -> y
        Err _ -> 0
