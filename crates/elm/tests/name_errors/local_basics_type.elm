module Main exposing (..)

type alias Int = String

x : Int
x = ""
