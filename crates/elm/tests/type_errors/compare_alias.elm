module Main exposing (..)


type alias P = ( Int, Bool )
f : P -> P -> Bool
f a b = a < b
