module Main exposing (..)


x = (]
