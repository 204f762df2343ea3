module Main exposing (..)


f : Int -> String
f x =
    (x)
        |> max (x) |> max (x)
g : Int -> String
g x = (x) + (x) * (x)
