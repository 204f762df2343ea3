module Main exposing (..)

f x =
    case x of
        Maybe.Jst y -> y
        _ -> 0
