module Main exposing (..)

type A = B

type C = B
