module Main exposing (..)


x = [