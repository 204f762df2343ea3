module Main exposing (..)


f x = if x then 1 else "a"
