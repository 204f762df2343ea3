module Main exposing (..)


x =
    case a of
        b as

y = 1
