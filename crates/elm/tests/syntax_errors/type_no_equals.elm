module Main exposing (..)


type T

x = 1
