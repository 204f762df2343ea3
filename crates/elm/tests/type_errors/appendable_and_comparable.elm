module Main exposing (..)


f x y = if x < y then x ++ y else 1
