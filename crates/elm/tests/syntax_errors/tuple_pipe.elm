module Main exposing (..)


x = (|)
