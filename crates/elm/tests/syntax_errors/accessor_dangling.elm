module Main exposing (..)


x = f .
