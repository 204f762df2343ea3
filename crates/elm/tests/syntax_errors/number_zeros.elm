module Main exposing (..)


x = 007
