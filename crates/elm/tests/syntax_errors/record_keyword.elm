module Main exposing (..)


x = { type = 1 }
