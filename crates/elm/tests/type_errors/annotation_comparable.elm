module Main exposing (..)


f : comparable -> comparable
f x = x ++ x
