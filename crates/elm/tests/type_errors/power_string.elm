module Main exposing (..)


f = 2 ^ "3"
