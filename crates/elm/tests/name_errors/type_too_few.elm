module Main exposing (..)

x : Maybe
x = Nothing
