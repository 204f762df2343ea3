module Main exposing (..)

type alias A = { next : Maybe A }
