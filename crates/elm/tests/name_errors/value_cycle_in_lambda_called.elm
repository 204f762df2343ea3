module Main exposing (..)

x = (\_ -> y) 1

y = x
