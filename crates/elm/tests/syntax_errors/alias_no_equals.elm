module Main exposing (..)


type alias T

x = 1
