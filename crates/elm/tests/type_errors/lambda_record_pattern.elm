module Main exposing (..)


f = List.map (\{ a } -> a) [ { b = 1 } ]
