port module Main exposing (..)

port a : Cmd msg
