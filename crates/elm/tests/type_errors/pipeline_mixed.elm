module Main exposing (..)


f s =
    s
        |> String.split ","
        |> List.map String.toInt
        |> List.sum
