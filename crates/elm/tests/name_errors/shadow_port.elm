port module Main exposing (..)

port out : Int -> Cmd msg

f out = out
