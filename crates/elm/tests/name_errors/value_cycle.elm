module Main exposing (..)

x = y

y = z

z = x
