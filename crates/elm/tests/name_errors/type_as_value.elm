module Main exposing (..)

type T = A

x = T
