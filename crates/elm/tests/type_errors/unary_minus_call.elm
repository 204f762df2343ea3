module Main exposing (..)


f = negate "a"
