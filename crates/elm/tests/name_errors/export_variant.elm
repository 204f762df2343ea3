module Main exposing (B, x)

type A = B

x = 1
