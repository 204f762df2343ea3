module Main exposing (..)


f = List.map (\x -> x + 1) [ "a" ]
