module Main exposing (..)


x = if then b else c
