module Main exposing (..)

x = { x | y = \_ -> let (x, y) = x in case y of
