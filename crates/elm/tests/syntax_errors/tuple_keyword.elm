module Main exposing (..)


x = (of)
