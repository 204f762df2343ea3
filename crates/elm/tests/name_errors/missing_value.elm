module Main exposing (..)

x = lenght [ 1 ]
