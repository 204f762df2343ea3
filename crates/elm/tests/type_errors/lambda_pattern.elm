module Main exposing (..)


f = List.map (\( a, b ) -> a) [ 1 ]
