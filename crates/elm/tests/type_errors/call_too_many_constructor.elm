module Main exposing (..)


f = Just 1 2
