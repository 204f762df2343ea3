module Main exposing (..)

type alias A = B

type alias B = A

type alias C = A

x : C
x = 1
