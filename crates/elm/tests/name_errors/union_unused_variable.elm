module Main exposing (..)

type T a = T

x = T
