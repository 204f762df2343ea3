module Main exposing (..)


type T = a
