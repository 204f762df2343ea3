module Main exposing (..)


x = [ [ ) ] ]
