module Main exposing (..)

f x =
    case x of
        Jst y -> y
        _ -> 0
