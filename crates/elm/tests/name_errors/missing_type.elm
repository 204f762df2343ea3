module Main exposing (..)

x : Strng
x = "a"
