module Main exposing (..)

f r =
    let
        { a } = r
        { a } = r
    in
    a
