module Main exposing (..)

f x y x y = x
