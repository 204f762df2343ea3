module Main exposing (..)


type alias T = Int
  | B
