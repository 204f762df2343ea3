module Main exposing (..)

a = b

b = a

c = d

d = c
