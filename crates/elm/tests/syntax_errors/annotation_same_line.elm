module Main exposing (..)


x : Int y = 1
