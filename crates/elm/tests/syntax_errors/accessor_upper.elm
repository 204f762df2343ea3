module Main exposing (..)


x = f .B
