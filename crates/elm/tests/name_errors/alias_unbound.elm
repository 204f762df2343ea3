module Main exposing (..)

type alias A = List a
