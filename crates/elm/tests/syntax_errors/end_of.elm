module Main exposing (..)


x = a of b
