module Main exposing (..)


f : appendable -> Bool
f x = x < x
