module Main exposing (..)


x = \of -> a
