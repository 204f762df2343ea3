module Main exposing (..)


type T = A Int | B
f : T -> Int
f t =
    case t of
        A "x" -> 1
        B -> 2
        _ -> 3
