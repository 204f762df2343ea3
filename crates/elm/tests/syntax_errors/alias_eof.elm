module Main exposing (..)


type alias