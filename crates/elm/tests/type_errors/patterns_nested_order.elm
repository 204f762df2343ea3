module Main exposing (..)


f x =
    case (case x of
            1 -> 2) of
        2 -> \(Just y) -> y
