module Main exposing (..)


f =
    let
        r = { name = 1 }
    in
    r.nmae
