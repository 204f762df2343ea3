module Main exposing (..)


@x
