module Main exposing (..)

f n = if n == 0 then 0 else v n

v = \n -> f (n - 1)
