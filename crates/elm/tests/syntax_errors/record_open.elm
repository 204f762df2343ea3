module Main exposing (..)


x = {

y = 1
