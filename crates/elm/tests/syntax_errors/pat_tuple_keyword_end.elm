module Main exposing (..)


x (a of) = 1
