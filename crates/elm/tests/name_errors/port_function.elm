port module Main exposing (..)

port a : (Int -> Int) -> Cmd msg
