module Main exposing (..)


type alias

x = 1
