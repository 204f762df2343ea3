module Main exposing (..)

f r = { r | a = 1, a = 2 }
