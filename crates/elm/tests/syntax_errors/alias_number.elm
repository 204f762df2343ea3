module Main exposing (..)


type alias T = 1
