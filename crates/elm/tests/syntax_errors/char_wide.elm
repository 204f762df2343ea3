module Main exposing (..)


x = 'éa'
