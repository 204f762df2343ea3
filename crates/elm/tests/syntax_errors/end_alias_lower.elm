module Main exposing (..)


type alias T = a b
