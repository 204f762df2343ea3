module Main exposing (..)


x (a as B) = 1
