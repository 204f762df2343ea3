module Main exposing (..)


f x =
    case x of
        [] -> 1
        _ :: _ -> 2
        [ a ] -> 3
