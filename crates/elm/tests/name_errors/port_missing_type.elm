port module Main exposing (..)

port a : Nope -> Cmd msg
