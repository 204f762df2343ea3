module Main exposing (..)


f x =
    case x of
        'a' -> 1
