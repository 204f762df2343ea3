module Main exposing (..)


f x = if x == 1 then 1 else if x == 2 then 2 else "a"
