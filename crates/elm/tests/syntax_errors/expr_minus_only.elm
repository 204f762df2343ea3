module Main exposing (..)


x = -
