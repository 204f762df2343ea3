module Main exposing (..)


f =
    case 1 of
        True -> 2
        _ -> 3
