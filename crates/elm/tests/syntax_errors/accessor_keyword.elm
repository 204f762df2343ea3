module Main exposing (..)


x = a.type
