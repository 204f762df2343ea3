module Main exposing (..)

f f = f
