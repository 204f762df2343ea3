module Main exposing (..)


f x y =
    ( case x of
        1 -> 2
    , case y of
        "a" -> 3
    )
