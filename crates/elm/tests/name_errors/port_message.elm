port module Main exposing (..)

type Msg = M

port a : Int -> Cmd Msg
