module Main exposing (..)


x =
    case a of
        b

y = 1
