port module Main exposing (..)

port a : (Int -> Int) -> Sub Int
