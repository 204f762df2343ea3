module Main exposing (..)


x = 0x
