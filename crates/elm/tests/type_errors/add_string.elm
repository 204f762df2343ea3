module Main exposing (..)


f x = x + "a"
