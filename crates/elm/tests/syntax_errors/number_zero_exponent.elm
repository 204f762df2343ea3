module Main exposing (..)


x = 0e1
