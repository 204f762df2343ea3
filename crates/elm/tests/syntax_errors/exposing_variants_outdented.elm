module Main exposing (T(
..))

type T = A | B
