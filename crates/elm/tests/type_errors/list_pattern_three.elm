module Main exposing (..)


f xs =
    case xs of
        [ 1, 2, "c" ] -> 1
        [ "a" ] -> 2
        _ -> 3
