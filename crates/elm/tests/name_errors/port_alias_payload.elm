port module Main exposing (..)

type alias R = { x : Int, f : Int -> Int }

port a : R -> Cmd msg
