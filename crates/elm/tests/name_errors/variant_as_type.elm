module Main exposing (..)

type T = A

x : A
x = A
