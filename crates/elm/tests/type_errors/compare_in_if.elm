module Main exposing (..)


f x = if x == 1 then x else if x == "a" then 1 else 2
