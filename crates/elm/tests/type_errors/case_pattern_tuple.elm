module Main exposing (..)


f x =
    case ( x, 1 ) of
        ( a, b, c ) -> 1
