module Main exposing (..)


f = 1 + 2 + 3 + "a" + 4
