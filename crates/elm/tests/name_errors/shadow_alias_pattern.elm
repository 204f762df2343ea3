module Main exposing (..)

f x =
    case x of
        ( a, _ ) as x -> a
