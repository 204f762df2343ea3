module Main exposing (..)


f : Cmd Int
f = Cmd.map String.length Cmd.none |> Cmd.map String.fromInt
