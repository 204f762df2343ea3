module Main exposing (..)


f x =
    case x of
        1 -> "a"
        2 -> 2
        _ -> 'c'
