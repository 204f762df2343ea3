module Main exposing (..)


f : () -> ( Int, Cmd msg )
f _ = 1
