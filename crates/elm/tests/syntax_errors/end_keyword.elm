module Main exposing (..)


x = a then b
