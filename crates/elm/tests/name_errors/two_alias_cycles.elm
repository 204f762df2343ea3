module Main exposing (..)

type alias A = List A

type alias B = List B
