module Main exposing (..)


(a, b) = (1, 2)
