module Main exposing (..)


type alias t = Int
