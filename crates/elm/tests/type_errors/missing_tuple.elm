module Main exposing (..)


f x y =
    case ( x, y ) of
        ( True, Just _ ) -> 1
        ( False, Nothing ) -> 2
