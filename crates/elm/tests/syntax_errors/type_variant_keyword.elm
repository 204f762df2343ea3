module Main exposing (..)


type T = A of
