module Main exposing (..)


x = { a = 1, B = 2 }
