module Main exposing (..)


x = (.)
