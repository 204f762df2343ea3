module Main exposing (..)


a x = b (x + 1)
b y = c (y ++ "b")
c z = a z
