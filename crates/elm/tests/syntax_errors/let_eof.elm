module Main exposing (..)


x = let