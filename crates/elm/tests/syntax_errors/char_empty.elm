module Main exposing (..)


x = ''
