module Main exposing (..)


f = if 1 then 2 else 3
