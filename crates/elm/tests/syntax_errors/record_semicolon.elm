module Main exposing (..)


x = { a = 1; b = 2 }
