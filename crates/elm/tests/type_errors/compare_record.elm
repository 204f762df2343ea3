module Main exposing (..)


f = { a = 1 } < { a = 2 }
