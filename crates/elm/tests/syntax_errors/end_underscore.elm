module Main exposing (..)


x = a _ b
