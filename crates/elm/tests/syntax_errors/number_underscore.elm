module Main exposing (..)


x = 1_000
