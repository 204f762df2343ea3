module Main exposing (..)

type alias A a = List (A a)
