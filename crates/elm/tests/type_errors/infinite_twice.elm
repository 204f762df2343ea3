module Main exposing (..)


f x = let g y = x (g y) in g x x
