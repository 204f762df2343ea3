module Main exposing (..)

f x =
    case x of
        Just y -> y
        Nothing -> let y = 1 in y
