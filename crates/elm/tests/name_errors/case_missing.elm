module Main exposing (..)

f =
    case a of
        b -> c
