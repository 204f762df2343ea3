port module Main exposing (..)

port a : ( Int, Order, Char ) -> Cmd msg
