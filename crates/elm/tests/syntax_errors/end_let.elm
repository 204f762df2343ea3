module Main exposing (..)


x = f let y = 1 in y
