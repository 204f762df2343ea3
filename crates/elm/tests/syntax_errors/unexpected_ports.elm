module Main exposing (..)

port x : Int -> Cmd msg
