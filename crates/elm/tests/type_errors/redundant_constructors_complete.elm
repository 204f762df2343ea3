module Main exposing (..)


type T = A | B | C
f x =
    case x of
        A -> 1
        B -> 2
        C -> 3
        B -> 4
