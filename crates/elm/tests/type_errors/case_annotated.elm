module Main exposing (..)


f : Maybe Int -> Int
f x =
    case x of
        Just y -> "a"
        Nothing -> 'b'
