module Main exposing (..)


f =
    case 1 of
        ("a" as x) -> x
        _ -> 2
