module Main exposing (..)


x = 0xA_
