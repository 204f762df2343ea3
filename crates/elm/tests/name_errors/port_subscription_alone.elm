port module Main exposing (..)

port a : Sub msg
