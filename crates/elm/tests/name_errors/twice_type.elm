module Main exposing (..)

type A = B

type A = C
