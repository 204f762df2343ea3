module Main exposing (..)

x = Maybe.Some 1
