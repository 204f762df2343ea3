module Main exposing (..)


x -> Int
