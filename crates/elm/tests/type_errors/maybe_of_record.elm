module Main exposing (..)


f : Maybe { a : Int } -> Int
f m =
    case m of
        Just { a } -> a ++ 1
        Nothing -> 0
