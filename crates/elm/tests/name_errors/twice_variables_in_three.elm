module Main exposing (..)

type T a b a b = T a b
