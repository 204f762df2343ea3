module Main exposing (T(A, B))

type T = A | B
