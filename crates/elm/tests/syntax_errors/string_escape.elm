module Main exposing (..)


x = "a\qb"
