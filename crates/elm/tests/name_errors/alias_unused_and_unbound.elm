module Main exposing (..)

type alias A a = List b
