module Main exposing (..)


f = 1 + "a"
g = "a" + 1
h = f + "b"
