module Main exposing (..)


f =
    case 1 of
        () -> 2
