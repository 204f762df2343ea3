module Main exposing (..)


x = (