port module Main exposing (..)

x = 3

port x : Int -> Cmd msg
