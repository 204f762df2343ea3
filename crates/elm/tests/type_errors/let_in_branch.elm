module Main exposing (..)


f : Bool -> String
f b =
    if b then
        let
            x = 1
        in
        x
    else
        "a"
