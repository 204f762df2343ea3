module Main exposing (..)


a : Int -> Int
a x = b x
b y = c (y ++ "b")
c : Int -> Int
c z = a "z" + b z
