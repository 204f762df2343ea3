module Main exposing (A, Z, x)

type A = B

x = 1
