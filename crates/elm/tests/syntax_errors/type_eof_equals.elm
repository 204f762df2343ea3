module Main exposing (..)


type T =