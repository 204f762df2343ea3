module Main exposing (..)


type alias T = Int ->

x = 1
