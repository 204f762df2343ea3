module Main exposing (..)


x = if a else b
