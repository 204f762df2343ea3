module Main exposing (..)

f a =
    case a of
        ( b, c ) ->
            case b of
                c -> c
