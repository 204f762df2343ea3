module Main exposing (..)

type A = A (Result Int)
