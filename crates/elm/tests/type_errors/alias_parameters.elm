module Main exposing (..)


type alias Pair a b = { first : a, second : b }
f : Pair Int String -> Pair String Int
f p = p
