module Main exposing (..)


x = case a
    _ -> 1
