port module Main exposing (..)

type alias M m = m

port a : Int -> Cmd (M msg)
