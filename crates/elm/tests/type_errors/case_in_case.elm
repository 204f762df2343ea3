module Main exposing (..)


f : Int -> Int -> String
f a b =
    case a of
        0 ->
            case b of
                0 -> 1
                _ -> "x"
        _ ->
            if b == 0 then 2 else "y"
