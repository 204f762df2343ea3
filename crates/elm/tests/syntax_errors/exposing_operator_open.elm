module Main exposing ((+, x)

x = 1
