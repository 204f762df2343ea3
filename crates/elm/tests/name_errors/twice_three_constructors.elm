module Main exposing (..)

type A = X

type B = X

type C = X
