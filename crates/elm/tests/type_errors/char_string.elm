module Main exposing (..)


f : Char
f = "a"
