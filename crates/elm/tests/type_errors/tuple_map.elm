module Main exposing (..)


f : ( Int, Int ) -> ( String, Int )
f t = Tuple.mapFirst (\x -> x + 1) t
