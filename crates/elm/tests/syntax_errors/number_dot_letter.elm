module Main exposing (..)


x = 12.a
