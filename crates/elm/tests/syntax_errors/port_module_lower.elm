port module main exposing (..)

port x : Int -> Cmd msg
