module Main exposing (..)


type Color = Red | Blue
f = List.sort [ Red, Blue ]
