module Main exposing (..)


f = 1 && True
