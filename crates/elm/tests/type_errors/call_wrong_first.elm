module Main exposing (..)


f = String.length 1
