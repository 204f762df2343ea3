port module Main exposing (..)

type T = T

port a : { x : List T } -> Cmd msg
