port module Main exposing (..)

port a : { r | x : Int } -> Cmd msg
