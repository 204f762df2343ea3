module Main exposing (..)


f x =
    case x of
        0 -> "a"
        1 -> 1
        2 -> 'c'
        3 -> ()
        _ -> 2.5
