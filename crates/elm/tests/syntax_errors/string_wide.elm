module Main exposing (..)


x = "éé\q"
