module Main exposing (..)


f = List.map (\x y -> x) [ 1 ] ++ [ 1 ]
