module Main exposing (..)

x = \n -> if n == 0 then 0 else x (n - 1)
