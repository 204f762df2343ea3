module Main exposing (..)


f = max (Just 1) (Just 2)
