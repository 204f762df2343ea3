module Main exposing (..)

e = f + c

f = d

d = e

c = a

a = e
