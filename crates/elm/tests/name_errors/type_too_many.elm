module Main exposing (..)

x : Maybe Int Int
x = Nothing
