module Main exposing (..)

type alias A a b = { a | x : b, y : c }
