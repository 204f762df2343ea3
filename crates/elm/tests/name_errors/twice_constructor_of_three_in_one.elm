module Main exposing (..)

type A = X | Y | X | X
