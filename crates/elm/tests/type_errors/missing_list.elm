module Main exposing (..)


f x =
    case x of
        [] -> 1
        [ a ] -> 2
