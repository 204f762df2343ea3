module Main exposing (..)


x = ( + )
