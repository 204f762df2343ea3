module Main exposing (..)


x =
    case a of
        b if b > 1 -> 1
