module Main exposing (..)


f r = { r | a = r.b } == { r | a = 1, b = "x" }
