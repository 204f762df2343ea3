module Main exposing (..)


type T = A + B
