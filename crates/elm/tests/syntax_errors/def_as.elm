module Main exposing (..)


x y as z = 1
