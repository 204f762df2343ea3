module Main exposing (..)


x = 0xFG
