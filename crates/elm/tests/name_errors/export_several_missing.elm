module Main exposing (a, B, C(..), x)

x = 1
