module Main exposing (..)


x { a, type } = 1
