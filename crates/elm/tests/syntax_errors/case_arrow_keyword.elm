module Main exposing (..)


x =
    case a of
        b of -> 1
