module Main exposing (..)

type Maybe = Just | Nothing

x : Maybe
x = Just
