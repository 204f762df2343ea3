module Main exposing (..)


x = a.B
