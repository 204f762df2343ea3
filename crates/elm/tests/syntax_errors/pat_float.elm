module Main exposing (..)


x =
    case a of
        1.5 -> 1
