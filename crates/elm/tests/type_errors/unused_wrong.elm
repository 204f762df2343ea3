module Main exposing (..)


f x = always 1 (x + "a")
