port module Main exposing (..)

port a : Int -> Int -> Int -> Cmd msg
