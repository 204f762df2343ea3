module Main exposing (..)


x =
    case a of
        Just then -> 1
