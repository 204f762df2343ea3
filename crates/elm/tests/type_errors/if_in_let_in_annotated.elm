module Main exposing (..)


f : Bool -> Int
f b =
    let
        x = 1
    in
    if b then
        "a"
    else
        case x of
            1 -> 'c'
            _ -> 2.5
