module Main exposing (..)


x = a -> b
