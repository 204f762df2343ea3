module Main exposing (..)


x = case of
    _ -> 1
