module Main exposing (..)


type T = A 1
