module Main exposing (..)

type A = A

type alias B = { a : A }

a = A

b = B a
