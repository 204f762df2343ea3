port module Main exposing (..)

port x : Int -> Cmd msg

x = 3
