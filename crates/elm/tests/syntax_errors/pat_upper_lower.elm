module Main exposing (..)


x =
    case a of
        Foo.bar -> 1
