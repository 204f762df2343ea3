module Main exposing (..)


f = List.foldl (+) "" [ 1 ]
