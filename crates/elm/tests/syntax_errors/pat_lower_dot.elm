module Main exposing (..)


x =
    case a of
        a.b -> 1
