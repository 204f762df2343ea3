module Main exposing (..)


f x =
    case x of
        a :: b :: rest -> 1
        [] -> 2
