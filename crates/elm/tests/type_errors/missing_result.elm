module Main exposing (..)


f x =
    case x of
        Ok (Just y) -> y
        Err e -> e
