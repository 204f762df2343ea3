module Main exposing (..)

x = List.foldl (+) 0 [ 1 ] |> (*) 2 |> (::) |> always
