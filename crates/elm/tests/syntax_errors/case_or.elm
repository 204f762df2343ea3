module Main exposing (..)


x =
    case a of
        1 | 2 -> 1
