module Main exposing (..)

type alias A = Int -> A
