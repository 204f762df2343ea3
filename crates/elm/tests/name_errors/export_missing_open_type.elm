module Main exposing (Z(..), x)

type A = B

x = 1
