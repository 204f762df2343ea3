module Main exposing (..)

x =
    let
        f _ = x
        y = x
    in
    f y
