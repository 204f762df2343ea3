module Main exposing (..)

f =
    let
        g : Foo
        g = 1
    in
    g
