module Main exposing (..)


x 0xg = 1
