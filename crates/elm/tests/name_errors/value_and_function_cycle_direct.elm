module Main exposing (..)

f n = v

v = f 1

w = v + w
