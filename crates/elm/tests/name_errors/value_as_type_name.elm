module Main exposing (..)

type alias A = { x : Bar }

x = 1
