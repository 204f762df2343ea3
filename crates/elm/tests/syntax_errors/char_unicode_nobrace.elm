module Main exposing (..)


x = '\u41'
