module Main exposing (..)


x _foo = 1
