port module Main exposing (..)

type alias Out msg = Int -> Cmd msg

port a : Out msg
