module Main exposing (..)


f x =
    case x of
        True -> 1
