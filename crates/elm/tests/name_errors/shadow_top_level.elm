module Main exposing (..)

x = 1

f x = x
