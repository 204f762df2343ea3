module Main exposing (..)


f x = (1 + (2)) ++ ("a")
g x = 1 + (2 * ("a"))
