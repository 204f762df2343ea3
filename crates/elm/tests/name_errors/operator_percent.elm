module Main exposing (..)

x = 5 % 2
