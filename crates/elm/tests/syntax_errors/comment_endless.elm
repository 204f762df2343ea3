module Main exposing (..)


x = {- abc

y = 1
