module Main exposing (..)

type alias Z = ( Y, X )

type alias Y = List Z

type alias X = Maybe Z
