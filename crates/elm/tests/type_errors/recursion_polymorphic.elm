module Main exposing (..)


type N a = F a | N (N (List a))
f : N a -> Int
f n =
    case n of
        F _ -> 0
        N m -> 1 + f m
