module Main exposing (..)


x =
    case a of
        Foo. -> 1
