module Main exposing (..)


f : Maybe Int -> String
f x = Maybe.withDefault "a" x
