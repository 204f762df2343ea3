module Main exposing (..)


x = (=)
