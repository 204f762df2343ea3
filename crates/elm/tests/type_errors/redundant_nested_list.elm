module Main exposing (..)


f x =
    case x of
        [ _, _ ] -> 1
        _ :: _ :: [] -> 2
        _ -> 3
