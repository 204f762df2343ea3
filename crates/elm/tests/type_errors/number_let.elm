module Main exposing (..)


f =
    let
        n = 1
    in
    ( n + 1.5, n // 2, n ++ "" )
