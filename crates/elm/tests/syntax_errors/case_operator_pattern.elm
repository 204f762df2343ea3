module Main exposing (..)


x =
    case a of
        1 + b -> 1
