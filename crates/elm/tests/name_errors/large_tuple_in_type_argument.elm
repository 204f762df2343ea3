module Main exposing (..)

x : List ( Int, Int, Int, Int )
x = []
