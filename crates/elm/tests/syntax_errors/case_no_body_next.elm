module Main exposing (..)


x =
    case a of
        b ->
        c -> 1
