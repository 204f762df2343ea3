module Main exposing (..)


f = "a" ++ "b" ++ 1 ++ "c"
