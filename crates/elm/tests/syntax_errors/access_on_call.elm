module Main exposing (..)


x = (f a).
