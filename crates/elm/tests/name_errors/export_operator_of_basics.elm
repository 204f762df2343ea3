module Main exposing ((+))

x = 1
