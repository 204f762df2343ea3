module Main exposing (..)

type alias A = { r | x : Int }
