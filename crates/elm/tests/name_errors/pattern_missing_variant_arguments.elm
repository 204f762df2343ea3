module Main exposing (..)

f x =
    case x of
        Nope (Jist y) -> y
        _ -> 1
