module Main exposing (..)


f x = if x == 0 then 0 else f "a"
