module Main exposing (..)


f =
    [ 1, 2 ]
        |> List.map String.length
        |> List.sum
