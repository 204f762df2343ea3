module Main exposing (..)


f : List { a : Int } -> List String
f rs = List.map .a rs
