port module Main exposing (..)

port a : Int -> Cmd Int
