module Main exposing (..)


x = (->)
