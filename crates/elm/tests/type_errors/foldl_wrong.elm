module Main exposing (..)


f = List.foldl (\x acc -> x ++ acc) 0 [ "a" ]
