module Main exposing (..)

type A = A a b
