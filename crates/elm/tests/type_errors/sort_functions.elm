module Main exposing (..)


f = List.sort [ \x -> x ]
