module Main exposing (..)


# x
