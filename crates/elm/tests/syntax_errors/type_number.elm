module Main exposing (..)


type 1 = A
