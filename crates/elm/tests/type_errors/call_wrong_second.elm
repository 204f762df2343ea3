module Main exposing (..)


f = String.repeat 1 2
