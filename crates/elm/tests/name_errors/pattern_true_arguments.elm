module Main exposing (..)

f x =
    case x of
        True y -> y
        _ -> 1
