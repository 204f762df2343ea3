port module Main exposing (..)

port a : List (Maybe (Int -> Int)) -> Cmd msg
