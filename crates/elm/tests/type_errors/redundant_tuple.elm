module Main exposing (..)


f x =
    case x of
        ( a, 1 ) -> 1
        ( 2, b ) -> 2
        ( 2, 1 ) -> 3
        _ -> 4
