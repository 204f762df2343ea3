module Main exposing (..)

f = if a then b else c
