module Main exposing (..)


f x =
    case x of
        [ 1, 2 ] -> 1
        1 :: _ -> 2
        [] -> 3
