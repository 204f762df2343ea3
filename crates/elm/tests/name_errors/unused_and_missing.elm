module Main exposing (..)

type alias A a = Nope
