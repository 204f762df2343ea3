module Main exposing (..)


x = {