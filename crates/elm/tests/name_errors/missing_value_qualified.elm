module Main exposing (..)

x = List.lenght [ 1 ]
