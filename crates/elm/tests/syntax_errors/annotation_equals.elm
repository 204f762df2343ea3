module Main exposing (..)


x : Int = 1
