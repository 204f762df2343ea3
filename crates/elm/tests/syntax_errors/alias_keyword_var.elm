module Main exposing (..)


type alias T of = Int
