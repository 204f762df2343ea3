module Main exposing (..)


f : number -> number
f x = x + 1.5
