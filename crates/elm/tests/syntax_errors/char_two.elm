module Main exposing (..)


x = 'ab'
