module Main exposing (..)


x = 0a
