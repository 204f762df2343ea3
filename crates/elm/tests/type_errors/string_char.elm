module Main exposing (..)


f = String.fromChar "a"
