module Main exposing (..)


x "a = 1
