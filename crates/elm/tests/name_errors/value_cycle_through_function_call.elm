module Main exposing (..)

x = f 1

f n = x
