module Main exposing (..)

f =
    let
        a =
            let
                a = 1
            in
            a
    in
    a
