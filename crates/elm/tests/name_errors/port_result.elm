port module Main exposing (..)

port a : (Result String Int -> msg) -> Sub msg
