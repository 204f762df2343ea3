port module Main exposing (..)

port a : Int -> Sub msg
