module Main exposing (..)


x = if a then ) else c
