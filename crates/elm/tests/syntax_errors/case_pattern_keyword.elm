module Main exposing (..)


x =
    case a of
        type -> 1
