module Main exposing (..)

f g = 1 |> g <| 2
