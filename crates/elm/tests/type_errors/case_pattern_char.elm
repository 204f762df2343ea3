module Main exposing (..)


f =
    case "a" of
        'a' -> 2
        _ -> 3
