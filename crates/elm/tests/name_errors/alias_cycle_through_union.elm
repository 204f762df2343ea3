module Main exposing (..)

type alias A = { t : T }

type T = T A

x = T
