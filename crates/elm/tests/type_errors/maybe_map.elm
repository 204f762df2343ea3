module Main exposing (..)


f : Maybe String -> Maybe Int
f x = Maybe.map String.toInt x
