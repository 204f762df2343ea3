module Main exposing (..)

type A = B

type alias A = Int
