module Main exposing (..)


x = { a = 1, of = 2 }
