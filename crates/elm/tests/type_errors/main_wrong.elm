module Main exposing (..)


main = 1
