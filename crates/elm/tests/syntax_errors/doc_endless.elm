module Main exposing (..)


{-| abc

x = 1
