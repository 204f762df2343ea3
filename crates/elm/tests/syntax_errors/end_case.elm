module Main exposing (..)


x = f case y of
  _ -> 1
