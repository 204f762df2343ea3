module Main exposing (..)


let x = 1 in x
