module Main exposing (..)


x =
    case a of
        1 -> 1
        2 = 2
