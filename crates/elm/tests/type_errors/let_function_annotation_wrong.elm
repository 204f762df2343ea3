module Main exposing (..)


f : Int -> Int
f n =
    let
        g : String -> String
        g s = s ++ n
    in
    String.length (g n)
