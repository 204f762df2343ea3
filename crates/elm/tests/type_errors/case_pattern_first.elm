module Main exposing (..)


f =
    case "a" of
        1 -> 1
        _ -> 2
