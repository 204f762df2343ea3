module Main exposing (..)


f xs =
    case xs of
        1 :: 'a' :: _ -> 1
        _ -> 2
