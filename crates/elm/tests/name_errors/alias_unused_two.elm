module Main exposing (..)

type alias A a b = Int
