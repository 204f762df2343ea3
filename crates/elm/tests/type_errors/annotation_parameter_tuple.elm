module Main exposing (..)


f : ( Int, Int ) -> Int
f ( a, b, c ) = a
