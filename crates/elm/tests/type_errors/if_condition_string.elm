module Main exposing (..)


f x = if String.length x then 1 else 2
