module Main exposing (..)

f =
    let
        { b, a } = { a = c, b = 2 }
        c = b
    in
    a
