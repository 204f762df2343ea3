module Main exposing (..)


f x =
    case x of
        ( True, 1, "a" ) -> 1
        ( False, _, _ ) -> 2
