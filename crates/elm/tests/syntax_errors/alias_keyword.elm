module Main exposing (..)


type alias T = type
