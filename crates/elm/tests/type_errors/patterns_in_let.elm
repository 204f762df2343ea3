module Main exposing (..)


f x =
    let
        g y =
            case y of
                1 -> 2
        (Just z) = x
    in
    case z of
        True -> g 1
