module Main exposing (..)


case x of
  _ -> 1
