module Main exposing (..)


f x = [ x, [ x ] ]
