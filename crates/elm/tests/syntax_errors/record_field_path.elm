module Main exposing (..)


x = { a | b.c = 1 }
