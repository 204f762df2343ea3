module Main exposing (..)


type T = T Int Int
f t =
    case t of
        T "a" 'b' -> 1
        _ -> 2
