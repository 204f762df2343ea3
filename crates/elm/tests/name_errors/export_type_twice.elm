module Main exposing (A, x, A(..))

type A = B

x = 1
