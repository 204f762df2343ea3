module Main exposing (..)


type T of = A
