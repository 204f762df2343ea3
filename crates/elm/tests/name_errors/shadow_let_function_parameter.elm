module Main exposing (..)

f =
    let
        g x =
            let
                x = 2
            in
            x
    in
    g
