module Main exposing (..)


f = 1 |> String.length
