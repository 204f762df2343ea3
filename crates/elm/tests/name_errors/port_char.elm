port module Main exposing (..)

port a : (Char -> msg) -> Sub msg
