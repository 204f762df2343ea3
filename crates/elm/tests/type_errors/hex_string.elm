module Main exposing (..)


f : String
f = 0x10
