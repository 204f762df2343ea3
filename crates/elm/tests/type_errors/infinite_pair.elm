module Main exposing (..)


f x = if True then x else ( x, 1 )
