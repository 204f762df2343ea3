module Main exposing (..)

x = 1 + y

y = 2 * x
