module Main exposing (..)


f = 3 - Just 2
