module Main exposing (..)


x = if a = b then c else d
