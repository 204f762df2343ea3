module Main exposing (..)


x = ( )
