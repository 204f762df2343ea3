port module Main exposing (a, b)

port a : Int -> Cmd msg
