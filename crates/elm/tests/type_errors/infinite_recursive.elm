module Main exposing (..)


f x = f
