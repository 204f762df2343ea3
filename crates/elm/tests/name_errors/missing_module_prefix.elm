module Main exposing (..)

x = Dict.empty
