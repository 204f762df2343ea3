module Main exposing (..)

f = [ a, b, a ]
