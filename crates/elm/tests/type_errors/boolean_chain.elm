module Main exposing (..)


f x = x > 1 && x < "a" || x
