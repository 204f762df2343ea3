module Main exposing (..)

x : ( Int, Int, Int, Int ) -> Int
x y = 1
