module Main exposing (..)


x =
    case a of
        b : 1
