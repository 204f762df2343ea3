module Main exposing (..)


type alias T A = Int
