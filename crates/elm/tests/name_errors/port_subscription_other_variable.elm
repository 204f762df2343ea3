port module Main exposing (..)

port a : (Int -> msg) -> Sub m
