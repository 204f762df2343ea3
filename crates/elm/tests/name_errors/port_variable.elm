port module Main exposing (..)

port a : x -> Cmd msg
