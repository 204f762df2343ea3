module Main exposing (..)


type T = A b.c
